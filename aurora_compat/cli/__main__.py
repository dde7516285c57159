"""`python -m aurora_compat.cli`: the same as the console script `aurora-compat`."""

from aurora_compat.cli import main

if __name__ == "__main__":
    main()
