package io.wave.api.security.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.wave.local.fake.TestKeyStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** An OpenID Connect issuer on loopback: serves discovery and keys, and signs tokens. */
final class TestIssuer implements AutoCloseable {

    static final String AUDIENCE = "wave";

    private final HttpServer server;
    private final String issuer;
    private final AtomicInteger loads = new AtomicInteger();
    private volatile RSAKey rsa;
    private final ECKey ec;
    private volatile int status = 200;

    private TestIssuer(HttpServer server, String issuer) {
        this.server = server;
        this.issuer = issuer;
        this.rsa = newRsa();
        try {
            this.ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
        server.createContext("/.well-known/openid-configuration", exchange -> respond(exchange, discovery()));
        server.createContext("/keys", exchange -> {
            loads.incrementAndGet();
            respond(exchange, new JWKSet(List.of((JWK) rsa, ec)).toString(true));
        });
        server.start();
    }

    static TestIssuer start() {
        return start(0);
    }

    static TestIssuer start(int port) {
        try {
            HttpServer server = HttpServer.create(loopback(port), 0);
            return new TestIssuer(server, url("http", server));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** With TLS. */
    static TestIssuer start(TestKeyStore keys) {
        try {
            HttpsServer server = HttpsServer.create(loopback(0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(keys.serverContext()));
            return new TestIssuer(server, url("https", server));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static String url(String scheme, HttpServer server) {
        return "%s://localhost:%d".formatted(scheme, server.getAddress().getPort());
    }

    /** Writes the certificate of the server to a file in PEM. */
    static Path certificate(TestKeyStore keys, Path file) {
        try {
            byte[] content = keys.load().getCertificate(TestKeyStore.ALIAS).getEncoded();
            String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(content);
            return Files.writeString(
                    file, "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n".formatted(text));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    String issuer() {
        return issuer;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** How often the keys were loaded. */
    int loads() {
        return loads.get();
    }

    /** From now on all responses have this status. */
    void respondWith(int newStatus) {
        status = newStatus;
    }

    /** Replaces the RSA key by another one. */
    RSAKey rotate() {
        RSAKey before = rsa;
        rsa = newRsa();
        return before;
    }

    RSAKey rsa() {
        return rsa;
    }

    /** Claims of a valid token, to which others can be added. */
    JWTClaimsSet.Builder claims(String subject) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(subject)
                .audience(AUDIENCE)
                .issueTime(Date.from(now.minusSeconds(3600)))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    /** A token that is signed with the current RSA key. */
    String token(JWTClaimsSet.Builder claims) {
        return sign(rsa, JWSAlgorithm.RS256, claims);
    }

    /** A token that is signed with the EC key. */
    String ecToken(JWTClaimsSet.Builder claims) {
        return sign(ec, JWSAlgorithm.ES256, claims);
    }

    static String sign(JWK key, JWSAlgorithm algorithm, JWTClaimsSet.Builder claims) {
        try {
            JWSSigner signer = key instanceof ECKey curve ? new ECDSASigner(curve) : new RSASSASigner(key.toRSAKey());
            return sign(
                    signer,
                    new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(),
                    claims);
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static String sign(JWSSigner signer, JWSHeader header, JWTClaimsSet.Builder claims) {
        try {
            SignedJWT token = new SignedJWT(header, claims.build());
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static RSAKey newRsa() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(UUID.randomUUID().toString())
                    .keyUse(KeyUse.SIGNATURE)
                    .generate();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private String discovery() {
        return "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(issuer, issuer);
    }

    private void respond(HttpExchange exchange, String body) throws IOException {
        try (exchange) {
            byte[] content = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, content.length);
            exchange.getResponseBody().write(content);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
