"""`python -m firsthand` is the same as `firsthand`."""

from firsthand.cli import main

if __name__ == "__main__":
    main()
