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
 * Why a call got no complete answer.
 *
 * @param failure its kind
 * @param words the host and the reason, for the user
 */
public record BrokenCall(RegistryFailure failure, String words) {

    private static final int NO_SUCH_NAME = 3;

    public static BrokenCall of(URI asked, Throwable cause) {
        String host = asked.getHost();
        String address = asked.getRawAuthority();
        return switch (cause) {
            case ForbiddenAddressException forbidden ->
                new BrokenCall(RegistryFailure.FORBIDDEN_ADDRESS, String.valueOf(forbidden.getMessage()));
            case UnknownHostException unknown
            when isSaid(unknown) ->
                new BrokenCall(RegistryFailure.UNKNOWN_HOST, "the host '%s' is unknown".formatted(host));
            case UnknownHostException _ ->
                new BrokenCall(
                        RegistryFailure.TIMEOUT, "the name service does not answer for the host '%s'".formatted(host));
            case ConnectTimeoutException _ -> unreachable(address, "it does not answer the attempt to connect");
            case NoRouteToHostException _ -> unreachable(address, "there is no route to it");
            case ConnectException _ -> unreachable(address, "it refuses the connection");
            case SSLException insecure ->
                new BrokenCall(
                        RegistryFailure.UNTRUSTED,
                        "no secure connection to '%s': %s".formatted(address, reason(insecure)));
            case TimeoutException _ -> new BrokenCall(RegistryFailure.TIMEOUT, "the registry does not answer in time");
            case java.util.concurrent.TimeoutException _ ->
                new BrokenCall(RegistryFailure.TIMEOUT, "the registry's answer does not end in time");
            case DocumentLimitException above ->
                new BrokenCall(RegistryFailure.INVALID_ANSWER, "the registry sent " + above.getMessage());
            case ReaderStalledException stalled ->
                new BrokenCall(RegistryFailure.OTHER, String.valueOf(stalled.getMessage()));
            default -> new BrokenCall(RegistryFailure.BROKEN, "the connection to the registry broke");
        };
    }

    private static BrokenCall unreachable(String address, String reason) {
        return new BrokenCall(
                RegistryFailure.UNREACHABLE, "the host '%s' cannot be reached: %s".formatted(address, reason));
    }

    /** Whether a name server said that there is no such name, or none of its addresses; not that none answered. */
    private static boolean isSaid(UnknownHostException unknown) {
        for (Throwable cause = unknown.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof DnsErrorCauseException said) {
                return said.getCode().intValue() == NO_SUCH_NAME;
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
                return "its certificate is not trusted or not its own";
            }
        }
        return "the TLS handshake failed";
    }
}
