"""What longer forms say, put into values of ours."""
