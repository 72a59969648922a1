package io.wave.cloud.aws;

import io.wave.cloud.login.LoginException;
import io.wave.cloud.login.LoginException.Reason;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says what a failed request to AWS means. Nothing that AWS has sent is shown. */
final class AwsFailures {

    static final String UNREACHABLE = "AWS cannot be reached";

    private AwsFailures() {}

    /** Why no login was given out for a principal. */
    static LoginException ofLogin(Principal principal, SdkException failure) {
        return switch (code(failure)) {
            case "AccessDeniedException", "AccessDenied" ->
                of(
                        principal.whenDenied(),
                        "AWS gives out no login for %s: allow it ecr:GetAuthorizationToken, for the public registry ecr-public:GetAuthorizationToken and sts:GetServiceBearerToken"
                                .formatted(principal.text()),
                        failure);
            default -> ofCredentials(principal, failure);
        };
    }

    /** Why a role was not assumed by a principal. */
    static LoginException ofRole(String role, Principal principal, Reason whenDenied, SdkException failure) {
        return switch (code(failure)) {
            case "AccessDenied", "AccessDeniedException" ->
                of(
                        whenDenied,
                        "AWS does not let %s assume %s: check that the trust policy of the role names it, and the external id"
                                .formatted(principal.text(), role),
                        failure);
            case "ValidationError", "InvalidParameterValue", "MalformedPolicyDocument" ->
                of(whenDenied, "AWS does not accept the ARN or the external id of %s".formatted(role), failure);
            case "RegionDisabledException" ->
                of(
                        whenDenied,
                        "AWS STS is not activated in the region of the registry for the account of %s: activate it there"
                                .formatted(role),
                        failure);
            default -> ofCredentials(principal, failure);
        };
    }

    private static LoginException ofCredentials(Principal principal, SdkException failure) {
        return switch (code(failure)) {
            case "InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId" ->
                of(
                        principal.whenRejected(),
                        "AWS does not know %s: check that the access key exists and is active; a temporary one cannot be used"
                                .formatted(principal.text()),
                        failure);
            case "SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature", "RequestExpired" ->
                of(
                        principal.whenRejected(),
                        "AWS does not accept the signature of %s: check the secret access key, and the clock of this service"
                                .formatted(principal.text()),
                        failure);
            case "ExpiredToken", "ExpiredTokenException" ->
                of(principal.whenRejected(), "%s has expired: use a new one".formatted(principal.text()), failure);
            case "AuthFailure", "AccessDenied", "AccessDeniedException", "OptInRequired" ->
                of(principal.whenDenied(), "AWS denies access to %s".formatted(principal.text()), failure);
            default -> ofTransport(principal, failure);
        };
    }

    private static LoginException ofTransport(Principal principal, SdkException failure) {
        return switch (failure) {
            case AwsServiceException answered ->
                of(Reason.UNAVAILABLE, "AWS responded with status %d".formatted(answered.statusCode()), failure);
            case ApiCallTimeoutException _, ApiCallAttemptTimeoutException _ ->
                of(Reason.UNAVAILABLE, "AWS did not respond in time", failure);
            default ->
                isWithoutIdentity(failure)
                        ? of(
                                Reason.MISCONFIGURED,
                                "AWS has given no identity to %s: use a service account with a role, an instance role or access keys"
                                        .formatted(principal.text()),
                                failure)
                        : of(Reason.UNAVAILABLE, UNREACHABLE, failure);
        };
    }

    private static boolean isWithoutIdentity(SdkException failure) {
        return String.valueOf(failure.getMessage()).startsWith("Unable to load credentials");
    }

    static boolean isExpired(AwsServiceException failure) {
        return code(failure).startsWith("ExpiredToken");
    }

    static boolean isDenied(AwsServiceException failure) {
        return code(failure).startsWith("AccessDenied");
    }

    private static String code(SdkException failure) {
        return failure instanceof AwsServiceException answered
                ? Optional.ofNullable(answered.awsErrorDetails())
                        .map(AwsErrorDetails::errorCode)
                        .orElse("")
                : "";
    }

    private static LoginException of(Reason reason, String message, SdkException failure) {
        return new LoginException(reason, message, failure);
    }
}
