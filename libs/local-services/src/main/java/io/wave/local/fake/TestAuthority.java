package io.wave.local.fake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate authority that nobody knows, and a certificate of it for servers on localhost; all files are in PEM.
 *
 * @param certificate that of the authority
 * @param serverCertificate that of the server
 * @param serverKey key of the server
 */
public record TestAuthority(Path certificate, Path serverCertificate, Path serverKey) {

    private static final String PASSWORD = "changeit";
    private static final String STORE = "authority.p12";
    private static final String AUTHORITY = "authority";
    private static final String SERVER = "server";

    /** Creates both in a folder with the JDK's {@code keytool}. */
    public static TestAuthority create(Path folder) throws IOException, InterruptedException {
        Path store = folder.resolve(STORE);
        keytool(store, AUTHORITY, "CN=Private authority", "-ext", "bc:critical=ca:true");
        keytool(store, SERVER, "CN=localhost", "-signer", AUTHORITY, "-ext", "san=dns:localhost,ip:127.0.0.1");
        try (InputStream content = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(content, PASSWORD.toCharArray());
            Certificate authority = keys.getCertificate(AUTHORITY);
            return new TestAuthority(
                    pem(folder.resolve("authority.pem"), "CERTIFICATE", authority.getEncoded()),
                    pem(
                            folder.resolve("server.pem"),
                            "CERTIFICATE",
                            keys.getCertificate(SERVER).getEncoded()),
                    pem(
                            folder.resolve("server.key"),
                            "PRIVATE KEY",
                            keys.getKey(SERVER, PASSWORD.toCharArray()).getEncoded()));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** What a server with the certificate listens with. */
    public SSLContext serverContext() throws IOException {
        try (InputStream content = Files.newInputStream(certificate.resolveSibling(STORE))) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(content, PASSWORD.toCharArray());
            keys.deleteEntry(AUTHORITY);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void keytool(Path store, String alias, String name, String... options)
            throws IOException, InterruptedException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new ArrayList<>(List.of(keytool.toString(), "-genkeypair", "-alias", alias));
        command.addAll(List.of("-keyalg", "EC", "-dname", name, "-storetype", "PKCS12"));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool failed with exit code " + process.exitValue());
        }
    }

    private static Path pem(Path file, String type, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return Files.writeString(file, "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(type, text, type));
    }
}
