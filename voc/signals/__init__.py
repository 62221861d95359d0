"""What assigned contacts mean: links, kinds, weeks, trends, alerts, impact."""
