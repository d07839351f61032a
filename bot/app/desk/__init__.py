"""The desk in the browser: what its page is told of chats, reports, briefings and sources."""
