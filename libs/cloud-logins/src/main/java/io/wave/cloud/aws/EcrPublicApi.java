package io.wave.cloud.aws;

import io.wave.cloud.login.LoginException;
import io.wave.cloud.login.LoginException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The one request to the API of Amazon ECR Public that is needed here, which the module of the SDK for private registries does not have. */
final class EcrPublicApi {

    private static final URI ENDPOINT = URI.create("https://api.ecr-public.us-east-1.amazonaws.com/");
    private static final String REGION = "us-east-1";
    private static final String SERVICE = "ecr-public";
    private static final String OPERATION = "SpencerFrontendService.GetAuthorizationToken";
    private static final int MAX_BYTES = 64 * 1024;

    private final SdkHttpClient http;
    private final URI endpoint;
    private final JsonMapper json = JsonMapper.shared();

    EcrPublicApi(SdkHttpClient http, Optional<URI> endpoint) {
        this.http = http;
        this.endpoint = endpoint.orElse(ENDPOINT);
    }

    /**
     * An authorization token of a principal.
     *
     * @throws AwsServiceException if AWS gives out none
     * @throws LoginException if AWS cannot be reached, or its response is invalid
     */
    EcrToken token(AwsCredentialsIdentity identity) {
        try {
            HttpExecuteResponse response = http.prepareRequest(signed(identity)).call();
            JsonNode body = parsed(response.responseBody());
            int status = response.httpResponse().statusCode();
            if (status != 200) {
                throw refused(status, body);
            }
            JsonNode data = body.path("authorizationData");
            double seconds = data.path("expiresAt").asDouble(0);
            return EcrToken.of(
                    data.path("authorizationToken").asStringOpt().orElse(null),
                    seconds > 0 ? Instant.ofEpochSecond((long) seconds) : null);
        } catch (IOException unreachable) {
            throw new LoginException(Reason.UNAVAILABLE, AwsFailures.UNREACHABLE, unreachable);
        }
    }

    private HttpExecuteRequest signed(AwsCredentialsIdentity identity) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .uri(endpoint)
                .method(SdkHttpMethod.POST)
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", OPERATION)
                .build();
        SignedRequest signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(identity)
                        .request(request)
                        .payload(ContentStreamProvider.fromUtf8String("{}"))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, REGION));
        return HttpExecuteRequest.builder()
                .request(signed.request())
                .contentStreamProvider(signed.payload().orElse(null))
                .build();
    }

    private JsonNode parsed(Optional<AbortableInputStream> body) throws IOException {
        try (InputStream content = body.<InputStream>map(found -> found).orElseGet(InputStream::nullInputStream)) {
            return json.readTree(content.readNBytes(MAX_BYTES));
        } catch (JacksonException noJson) {
            return json.createObjectNode();
        }
    }

    private static AwsServiceException refused(int status, JsonNode body) {
        String type = body.path("__type").asString("");
        String code = type.substring(type.indexOf('#') + 1);
        return AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }
}
