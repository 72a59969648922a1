package io.wave.builder.buildkit;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * Finds out whether an external daemon accepts connections, by a connection with the certificates of the clients. A daemon begins to
 * send as soon as it has accepted a client, which says nothing itself here.
 */
final class DaemonProbe {

    private static final int CONNECT_TIMEOUT = (int) Duration.ofSeconds(2).toMillis();
    private static final int READ_TIMEOUT = (int) Duration.ofSeconds(5).toMillis();
    private static final int ATTEMPTS = 5;
    private static final String ALERT = "Received fatal alert";

    private final ClientCertificates certificates;

    DaemonProbe(ClientCertificates certificates) {
        this.certificates = certificates;
    }

    /** Connects. Returns why that is not possible, in words for the user; empty if the daemon accepts connections. */
    Optional<String> refusal(DaemonAddress daemon) {
        Exception failure = failure(daemon);
        for (int attempt = 1; attempt < ATTEMPTS && isLost(failure); attempt++) {
            failure = failure(daemon);
        }
        return Optional.ofNullable(failure).map(this::reason);
    }

    private @Nullable Exception failure(DaemonAddress daemon) {
        try {
            connect(daemon);
            return null;
        } catch (IOException | RuntimeException failure) {
            return failure;
        }
    }

    /** A daemon that refuses a certificate may have closed the connection before its reason was read: another one may tell. */
    private static boolean isLost(@Nullable Exception failure) {
        return failure instanceof SocketException && !(failure instanceof ConnectException);
    }

    private void connect(DaemonAddress daemon) throws IOException {
        if (!daemon.isRemote()) {
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(daemon.socketAddress());
            }
            return;
        }
        try (Socket socket = new Socket()) {
            socket.connect(daemon.socketAddress(), CONNECT_TIMEOUT);
            socket.setSoTimeout(READ_TIMEOUT);
            if (certificates.isEmpty()) {
                awaitAnswer(socket);
            } else {
                try (Socket secured = secured(socket, daemon)) {
                    awaitAnswer(secured);
                }
            }
        }
    }

    private static void awaitAnswer(Socket socket) throws IOException {
        if (socket.getInputStream().read() < 0) {
            throw new IOException("it closes the connection");
        }
    }

    /** A daemon refuses the certificate of a client only after the handshake, in place of an answer. */
    private Socket secured(Socket socket, DaemonAddress daemon) throws IOException {
        SSLSocket secured =
                (SSLSocket) context().getSocketFactory().createSocket(socket, daemon.host(), daemon.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"h2"});
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** @throws RuntimeException if the files cannot be read or are not what they should be */
    private SSLContext context() {
        PemSslStoreDetails own = PemSslStoreDetails.forCertificate(
                        certificates.location(ClientCertificates.CERTIFICATE))
                .withPrivateKey(certificates.location(ClientCertificates.KEY));
        PemSslStoreDetails trusted = PemSslStoreDetails.forCertificate(certificates.location(ClientCertificates.CA));
        return SslBundle.of(new PemSslStoreBundle(own, trusted)).createSslContext();
    }

    private String reason(Exception failure) {
        String message =
                Objects.toString(failure.getMessage(), failure.getClass().getSimpleName());
        return switch (failure) {
            case SSLException _
            when message.contains(ALERT) ->
                "it does not accept the certificate of this worker (wave.build.buildkit.tls.cert): " + message;
            case SSLException untrusted
            when untrusted.getCause() instanceof CertificateException ->
                "its certificate is not valid (wave.build.buildkit.tls.ca): " + message;
            case SSLException _ -> "TLS cannot be used (wave.build.buildkit.tls): " + message;
            case SocketTimeoutException _
            when certificates.isEmpty() -> message + "; a daemon with TLS needs wave.build.buildkit.tls";
            case RuntimeException _ -> "certificates cannot be used (wave.build.buildkit.tls): " + message;
            default -> message;
        };
    }
}
