"""A small OpenID Connect provider, a real server on this machine, that knows one person."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa


class Provider(ThreadingHTTPServer):
    """Discovery, authorization (it says yes at once, or `refuses`), token and user info.

    `claims` is what it says of its person. Codes work once, with the right secret, redirect
    address and PKCE verifier.
    """

    daemon_threads = True

    client_id, client_secret = "billings", "quiet"

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims, self.refuses = {}, False
        self.codes, self.tokens = {}, {}
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def person(self, sub, **claims):
        self.claims = {"sub": sub} | claims

    def close(self):
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    """The provider's addresses."""

    def log_message(self, *args):
        """Tests are quiet."""

    def do_GET(self):  # noqa: N802 (the name is the base class's)
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        if address.path == "/.well-known/openid-configuration":
            self.answer(
                {
                    "issuer": self.server.url,
                    "authorization_endpoint": f"{self.server.url}/authorize",
                    "token_endpoint": f"{self.server.url}/token",
                    "userinfo_endpoint": f"{self.server.url}/userinfo",
                    "jwks_uri": f"{self.server.url}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        elif address.path == "/keys":
            key = jwt.algorithms.RSAAlgorithm.to_jwk(self.server.key.public_key(), as_dict=True)
            self.answer({"keys": [key | {"kid": "one", "alg": "RS256", "use": "sig"}]})
        elif address.path == "/authorize":
            self.authorize(query)
        elif address.path == "/userinfo":
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            claims = self.server.tokens.get(token)
            self.answer(claims or {}, 200 if claims else 401)
        else:
            self.answer({}, 404)

    def authorize(self, query):
        if query.get("client_id") != self.server.client_id or "redirect_uri" not in query:
            return self.answer({"error": "unauthorized_client"}, 400)
        result = {"state": query.get("state", "")}
        if self.server.refuses:
            result["error"] = "access_denied"
        else:
            result["code"] = secrets.token_urlsafe()
            self.server.codes[result["code"]] = query | {"claims": self.server.claims}
        self.send_response(302)
        self.send_header("Location", f"{query['redirect_uri']}?{urlencode(result)}")
        self.end_headers()
        return None

    def do_POST(self):  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.server.codes.pop(form.get("code"), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if (
            not asked
            or form.get("client_secret") != self.server.client_secret
            or form.get("redirect_uri") != asked["redirect_uri"]
            or asked.get("code_challenge") != challenge
        ):
            return self.answer({"error": "invalid_grant"}, 400)
        token = secrets.token_urlsafe()
        self.server.tokens[token] = asked["claims"]
        now = int(time.time())
        claims = asked["claims"] | {
            "iss": self.server.url,
            "aud": self.server.client_id,
            "iat": now,
            "exp": now + 300,
        }
        signed = jwt.encode(claims, self.server.key, algorithm="RS256", headers={"kid": "one"})
        return self.answer({"access_token": token, "token_type": "Bearer", "id_token": signed})

    def answer(self, data, status=200):
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
