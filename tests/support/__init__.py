"""What tests share: real databases, phones and servers, and what is told of them."""
