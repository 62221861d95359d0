"""Edge: the files that a company's systems export, read into RAW_CONTACTS. The door is `read`."""
