package io.wave.registry.error;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.timeout.TimeoutException;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolverException;
import io.wave.egress.ForbiddenAddressException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;

/**
 * The reason why a call got no complete response.
 *
 * @param failure kind of the failure
 * @param message the host and the reason, for the user
 */
public record CallFailure(RegistryFailure failure, String message) {

    private static final int NO_SUCH_NAME = 3;

    public static CallFailure of(URI called, Throwable cause) {
        String host = called.getHost();
        String address = called.getRawAuthority();
        return switch (cause) {
            case ForbiddenAddressException forbidden ->
                new CallFailure(RegistryFailure.FORBIDDEN_ADDRESS, String.valueOf(forbidden.getMessage()));
            case UnknownHostException unknown
            when isReported(unknown) ->
                new CallFailure(RegistryFailure.UNKNOWN_HOST, "unknown host '%s'".formatted(host));
            case UnknownHostException _ ->
                new CallFailure(RegistryFailure.TIMEOUT, "DNS lookup of host '%s' timed out".formatted(host));
            case ConnectTimeoutException _ -> unreachable(address, "connection timed out");
            case NoRouteToHostException _ -> unreachable(address, "no route to host");
            case ConnectException _ -> unreachable(address, "connection refused");
            case SSLException insecure ->
                new CallFailure(
                        RegistryFailure.UNTRUSTED,
                        "TLS connection to '%s' failed: %s".formatted(address, reason(insecure)));
            case TimeoutException _ -> new CallFailure(RegistryFailure.TIMEOUT, "the registry did not respond in time");
            case java.util.concurrent.TimeoutException _ ->
                new CallFailure(RegistryFailure.TIMEOUT, "the registry did not complete its response in time");
            case DocumentLimitException above ->
                new CallFailure(RegistryFailure.INVALID_ANSWER, "the registry returned " + above.getMessage());
            case ReaderStalledException stalled ->
                new CallFailure(RegistryFailure.OTHER, String.valueOf(stalled.getMessage()));
            default ->
                new CallFailure(RegistryFailure.BROKEN, "the connection to the registry was closed unexpectedly");
        };
    }

    private static CallFailure unreachable(String address, String reason) {
        return new CallFailure(RegistryFailure.UNREACHABLE, "cannot connect to '%s': %s".formatted(address, reason));
    }

    /** Whether a name server reported that the host does not exist, rather than not responding. */
    private static boolean isReported(UnknownHostException unknown) {
        for (Throwable cause = unknown.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof DnsErrorCauseException reported) {
                return reported.getCode().intValue() == NO_SUCH_NAME;
            }
            if (cause instanceof DnsNameResolverException) {
                return false;
            }
        }
        return true;
    }

    private static String reason(SSLException insecure) {
        for (Throwable cause = insecure; cause != null; cause = cause.getCause()) {
            if (cause instanceof GeneralSecurityException) {
                return "the certificate is not trusted or was issued for another host";
            }
        }
        return "the handshake failed";
    }
}
