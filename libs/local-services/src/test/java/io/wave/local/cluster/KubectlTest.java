package io.wave.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubectlTest {

    private static final String REFUSED =
            "The connection to the server 10.213.0.1:6443 was refused - did you specify the right host or port?";

    @TempDir
    private Path folder;

    @Test
    void inputIsReadAndOutputReturned() throws IOException {
        assertThat(kubectl("cat; echo \"$@\"").call("objects\n", List.of("apply", "--filename", "-")))
                .isEqualTo("objects\napply --filename -\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                REFUSED,
                "Unable to connect to the server: net/http: TLS handshake timeout",
                "Unable to connect to the server: context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
                "error: Get \"https://10.213.0.1:6443/api\": read tcp 10.213.255.254:1->10.213.0.1:6443: i/o timeout",
                "Error from server (TooManyRequests): the server has received too many requests",
                "Error from server (InternalError): an error on the server",
                "Error from server (ServiceUnavailable): the server is currently unable to handle the request",
                "Error from server: etcdserver: request timed out",
                "Error from server (Timeout): the server was unable to return a response in the time allotted"
            })
    void isRepeatedUntilTheServerAnswers(String errors) throws IOException {
        assertThat(kubectl("echo >>calls; [ $(wc -l <calls) -ge 3 ] || { echo '%s' >&2; exit 1; }; echo \"$@\""
                                .formatted(errors.replace("'", "")))
                        .call("", List.of("get", "pods")))
                .isEqualTo("get pods\n");
        assertThat(calls()).isEqualTo(3);
    }

    @Test
    void failureSaysWhatKubectlSaid() throws IOException {
        Kubectl kubectl =
                kubectl("echo >>calls; echo 'Error from server (NotFound): pods \"x\" not found' >&2; exit 1");
        assertThatIllegalStateException()
                .isThrownBy(() -> kubectl.call("", List.of("delete", "pod", "x")))
                .withMessage(
                        "kubectl delete pod x failed, attempt 1, exit code 1: Error from server (NotFound): pods \"x\""
                                + " not found");
        assertThat(calls()).isOne();
    }

    @Test
    void serverThatStaysAwayIsGivenUp() throws IOException {
        Kubectl kubectl = kubectl("echo >>calls; echo '%s' >&2; exit 1".formatted(REFUSED));
        assertThatIllegalStateException()
                .isThrownBy(() -> kubectl.call("", List.of("get", "pods")))
                .withMessageContaining("attempt 6, exit code 1: " + REFUSED);
        assertThat(calls()).isEqualTo(Kubectl.MAX_ATTEMPTS);
    }

    @Test
    void repeatedDeletionMayFindNothing() throws IOException {
        assertThat(kubectl(
                                "echo >>calls; [ $(wc -l <calls) -ge 2 ] || { echo 'read: connection reset by peer' >&2; exit 1; };"
                                        + " echo \"$@\"")
                        .call("", List.of("delete", "pod", "x")))
                .isEqualTo("delete pod x --ignore-not-found\n");
    }

    /** Whether it was done is not known if its answer was lost. */
    @ParameterizedTest
    @CsvSource({
        "create --raw /api, read: connection reset by peer, false",
        "create --raw /api, dial tcp 10.213.0.1:6443: connect: connection refused, true",
        "create token worker, read: connection reset by peer, true",
        "apply --filename -, read: connection reset by peer, true"
    })
    void onlyWhatCanBeDoneTwiceIsRepeated(String arguments, String errors, boolean repeated) {
        assertThat(Kubectl.mayBeRepeated(List.of(arguments.split(" ")), errors)).isEqualTo(repeated);
    }

    private long calls() throws IOException {
        try (var lines = Files.lines(folder.resolve("calls"))) {
            return lines.count();
        }
    }

    /** A stand-in for kubectl. */
    private Kubectl kubectl(String script) {
        List<String> command = List.of("sh", "-c", "cd %s; %s".formatted(folder, script), "kubectl");
        return new Kubectl(command, Duration.ofMillis(1));
    }
}
