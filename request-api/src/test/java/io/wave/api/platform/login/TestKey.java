package io.wave.api.platform.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;

/** A key that a Platform signs tokens with. */
record TestKey(RSAKey key) {

    static TestKey generate(String id) {
        try {
            return new TestKey(new RSAKeyGenerator(2048).keyID(id).generate());
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The same key with another id. */
    TestKey named(String id) {
        return new TestKey(new RSAKey.Builder(key).keyID(id).build());
    }

    /** A token that ends at this time. */
    String token(String issuer, Instant end) {
        return token(new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject("1")
                .expirationTime(Date.from(end))
                .build());
    }

    String token(JWTClaimsSet claims) {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        try {
            jwt.sign(new RSASSASigner(key));
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
        return jwt.serialize();
    }

    JWKSet published() {
        return new JWKSet(key.toPublicJWK());
    }
}
