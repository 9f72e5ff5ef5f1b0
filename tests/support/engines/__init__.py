"""Real engines, alone and as whole services: started, killed, frozen, started again."""
