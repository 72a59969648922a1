package io.wave.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate authorities that TLS clients trust: those of the Java runtime and, if the operator has named a file, those
 * in it.
 */
public final class TrustedCertificates {

    /** Those of the Java runtime alone. */
    public static final TrustedCertificates OF_RUNTIME = new TrustedCertificates(null, null);

    private static final String PEM = "-----BEGIN CERTIFICATE-----";

    private final @Nullable Path bundle;
    private final @Nullable TrustManagerFactory managers;

    private TrustedCertificates(@Nullable Path bundle, @Nullable TrustManagerFactory managers) {
        this.bundle = bundle;
        this.managers = managers;
    }

    /**
     * Those of the Java runtime and those of a file.
     *
     * @param bundle certificates in PEM
     * @throws IllegalArgumentException if it cannot be read, or has no certificates
     */
    public static TrustedCertificates with(Path bundle) {
        try {
            KeyStore all = KeyStore.getInstance("PKCS12");
            all.load(null, null);
            List<Certificate> certificates = new ArrayList<>(read(bundle));
            certificates.addAll(ofRuntime());
            for (int number = 0; number < certificates.size(); number++) {
                all.setCertificateEntry(Integer.toString(number), certificates.get(number));
            }
            return new TrustedCertificates(bundle.toAbsolutePath(), trusting(all));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("'%s' cannot be read".formatted(bundle), unreadable);
        } catch (CertificateException invalid) {
            throw new IllegalArgumentException("'%s' has an invalid certificate".formatted(bundle), invalid);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Collection<? extends Certificate> read(Path bundle) throws IOException, CertificateException {
        byte[] content = Files.readAllBytes(bundle);
        if (!new String(content, StandardCharsets.ISO_8859_1).contains(PEM)) {
            throw new IllegalArgumentException("'%s' has no certificates in PEM".formatted(bundle));
        }
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(content));
    }

    private static List<Certificate> ofRuntime() throws GeneralSecurityException {
        List<Certificate> certificates = new ArrayList<>();
        for (TrustManager manager : trusting(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager known) {
                certificates.addAll(List.of(known.getAcceptedIssuers()));
            }
        }
        return certificates;
    }

    /** @param authorities those of the Java runtime when null */
    private static TrustManagerFactory trusting(@Nullable KeyStore authorities) throws GeneralSecurityException {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(authorities);
        return managers;
    }

    /** What clients check servers with; empty if that is what they do anyway. */
    public Optional<TrustManagerFactory> managers() {
        return Optional.ofNullable(managers);
    }

    /** The same for clients of the Java runtime. */
    public Optional<SSLContext> context() {
        return managers().map(TrustedCertificates::context);
    }

    private static SSLContext context(TrustManagerFactory authorities) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, authorities.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The file of the operator, if there is one. */
    public Optional<Path> bundle() {
        return Optional.ofNullable(bundle);
    }
}
