"""An invented company with invented customers, in the files that real systems export, and the truth beside."""

from voc.demo.company import DemoSummary, write_demo

__all__ = ["DemoSummary", "write_demo"]
