package io.wave.egress;

import io.wave.security.TrustedCertificates;
import javax.net.ssl.TrustManagerFactory;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.tcp.SslProvider;

/** Clients that trust the certificate authorities of the operator. */
public final class TrustingClient {

    private TrustingClient() {}

    /** The same client, which trusts these authorities. */
    public static HttpClient of(HttpClient client, TrustedCertificates certificates) {
        return certificates
                .managers()
                .map(managers -> trusting(client, managers))
                .orElse(client);
    }

    private static HttpClient trusting(HttpClient client, TrustManagerFactory authorities) {
        SslProvider.GenericSslContextSpec<?> context =
                Http11SslContextSpec.forClient().configure(tls -> tls.trustManager(authorities));
        return client.secure(tls -> tls.sslContext(context));
    }
}
