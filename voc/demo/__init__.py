"""An invented company and its customers, in the files that real systems export, with the truth beside."""

from voc.demo.company import DemoSummary, write_demo

__all__ = ["DemoSummary", "write_demo"]
