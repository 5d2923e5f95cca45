"""Physics as pure functions: SI floats and arrays in and out."""
