"""`python -m voc.cli` is `voc`."""

import sys

from voc.cli.door import main

if __name__ == "__main__":
    sys.exit(main())
