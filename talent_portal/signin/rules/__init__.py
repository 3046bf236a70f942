"""What holds for proofs: how long they live, how tries are counted, which passwords are too common."""
