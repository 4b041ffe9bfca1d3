"""A bot behind a webhook: it greets, knows one answer, and calls an operator. Nothing but Python's own library.

    PULT_WEBHOOK_SECRET=whsec_… PORT=3000 python3 examples/webhook-bot/bot.py
"""
import base64, hashlib, hmac, json, os, re, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = base64.b64decode(os.environ["PULT_WEBHOOK_SECRET"].removeprefix("whsec_"))
BUTTON = {"id": "operator", "label": "Call an operator"}


def is_genuine(headers, body):
    sent_id, sent_at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not sent_at.isdigit() or abs(time.time() - int(sent_at)) > 300:
        return False
    signed = hmac.digest(KEY, f"{sent_id}.{sent_at}.".encode() + body, hashlib.sha256)
    ours = b"v1," + base64.b64encode(signed)
    return any(hmac.compare_digest(ours, one.encode()) for one in headers.get("webhook-signature", "").split())


def answer(event):
    data = event["data"]
    if event["type"] == "session.received":
        return {"answers": [{"name": "say", "body": f"Hello, {data['session']['name']}!", "actions": [BUTTON]}]}
    body = data["message"]["body"]
    if re.search("hours|open", body, re.IGNORECASE):
        return {"answers": [{"name": "say", "body": "We are here from 9 to 18."}]}
    if data["message"].get("actionId") != BUTTON["id"] and data["memory"] != "puzzled":
        question = "I do not know that. Shall I call somebody?"
        return {"answers": [{"name": "say", "body": question, "actions": [BUTTON]}], "memory": "puzzled"}
    return {"answers": [{"name": "handOver", "summary": f"Asked: {body}", "fields": {"from": data["session"]["channel"]}}]}


class Bot(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        genuine = is_genuine(self.headers, body)
        reply = json.dumps(answer(json.loads(body))).encode() if genuine else b"Not from Pult."
        self.send_response(200 if genuine else 401)
        self.send_header("content-length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)


server = ThreadingHTTPServer(("", int(os.environ.get("PORT", "3000"))), Bot)
print(f"Listening at {server.server_port}", flush=True)
server.serve_forever()
