"""Billing: drafts shown ahead, orders in parts, invoices without an order or that come back."""
