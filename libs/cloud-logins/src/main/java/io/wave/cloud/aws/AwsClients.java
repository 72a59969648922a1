package io.wave.cloud.aws;

import io.wave.security.TrustedCertificates;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Creates clients of AWS, each for one request, on the same connections. They use the egress proxy of the JVM and repeat requests that
 * failed temporarily.
 */
final class AwsClients implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final SdkHttpClient http;
    private final Optional<URI> endpoint;
    private final Duration timeout;

    AwsClients(Optional<URI> endpoint, TrustedCertificates certificates) {
        this(endpoint, certificates, TIMEOUT);
    }

    AwsClients(Optional<URI> endpoint, TrustedCertificates certificates, Duration timeout) {
        Apache5HttpClient.Builder builder =
                Apache5HttpClient.builder().connectionTimeout(CONNECT_TIMEOUT).socketTimeout(ATTEMPT_TIMEOUT);
        certificates.managers().ifPresent(managers -> builder.tlsTrustManagersProvider(managers::getTrustManagers));
        this.http = builder.build();
        this.endpoint = endpoint;
        this.timeout = timeout;
    }

    StsClient sts(String region, AwsCredentialsProvider credentials) {
        return configured(StsClient.builder(), region, false, credentials).build();
    }

    EcrClient ecr(EcrRegistry registry, AwsCredentialsProvider credentials) {
        return configured(EcrClient.builder(), registry.region(), registry.fips(), credentials)
                .build();
    }

    EcrPublicApi ecrPublic() {
        return new EcrPublicApi(http, endpoint);
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
            B builder, String region, boolean fips, AwsCredentialsProvider credentials) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(Region.of(region))
                .fipsEnabled(fips)
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(client -> client.apiCallTimeout(timeout));
    }

    @Override
    public void close() {
        http.close();
    }
}
