package io.wave.local.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A namespace of its own for the jobs of a test, with the service account of a worker, which has no other rights. */
public final class JobsNamespace implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobsNamespace.class);

    private final String name;
    private final Path kubeconfig;

    private JobsNamespace(String name, Path kubeconfig) {
        this.name = name;
        this.kubeconfig = kubeconfig;
    }

    /**
     * Creates a namespace.
     *
     * @param standard the Pod Security Standard that it enforces, such as {@code restricted}
     */
    public static JobsNamespace create(String standard) {
        String name = "wave-test-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        String objects = TestCluster.resource("jobs-namespace.yaml")
                .replace("NAMESPACE", name)
                .replace("STANDARD", standard);
        String _ = TestCluster.kubectl(objects, "apply", "--filename", "-");
        String token = TestCluster.kubectl("", "create", "token", "worker", "--namespace", name, "--duration", "2h")
                .strip();
        return new JobsNamespace(name, write(token));
    }

    /** The connection of the administrator with the token of the service account in the place of its own credentials. */
    private static Path write(String token) {
        try {
            Path file = Files.createTempFile("wave-worker", ".kubeconfig");
            String server = TestCluster.kubectl(
                            "", "config", "view", "--minify", "--output", "jsonpath={.clusters[0].cluster.server}")
                    .strip();
            String authority = TestCluster.kubectl(
                            "",
                            "config",
                            "view",
                            "--minify",
                            "--flatten",
                            "--raw",
                            "--output",
                            "jsonpath={.clusters[0].cluster.certificate-authority-data}")
                    .strip();
            Files.writeString(
                    file,
                    TestCluster.resource("worker-kubeconfig.yaml")
                            .replace("SERVER", server)
                            .replace("AUTHORITY", authority)
                            .replace("TOKEN", token));
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public String name() {
        return name;
    }

    /** The connection of the worker. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** Runs kubectl as an administrator in this namespace, and returns its output. */
    public String kubectl(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--namespace";
        all[arguments.length + 1] = name;
        return TestCluster.kubectl("", all);
    }

    /** Creates objects in this namespace. */
    public void apply(String objects) {
        String _ = TestCluster.kubectl(objects, "apply", "--namespace", name, "--filename", "-");
    }

    /** Merges a patch into an object of this namespace. */
    public void patch(String type, String object, String patch) {
        String _ = kubectl("patch", type, object, "--type", "merge", "--patch", patch);
    }

    /** Sends an object to a path of the API. */
    public void create(String path, String object) {
        String _ = TestCluster.kubectl(object, "create", "--raw", path, "--filename", "-");
    }

    /** Runs kubectl after a test. The result of the test does not depend on it, so its failure is logged, not thrown. */
    public void cleanUp(String... arguments) {
        try {
            String _ = kubectl(arguments);
        } catch (IllegalStateException failure) {
            LOG.warn("Something is left in the cluster after the tests", failure);
        }
    }

    /** Deletes the namespace, without waiting for its end. */
    @Override
    public void close() {
        cleanUp("delete", "namespace", name, "--ignore-not-found", "--wait=false");
    }
}
