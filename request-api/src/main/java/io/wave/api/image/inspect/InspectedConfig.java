package io.wave.api.image.inspect;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of an image.
 *
 * @param architecture processor it is for
 * @param container container it was made from
 * @param created when it was made
 * @param config how a container of it runs
 * @param rootfs its layers, uncompressed
 */
public record InspectedConfig(
        @Nullable String architecture,
        @Nullable String container,
        @Nullable Instant created,
        @Nullable Running config,
        @Nullable RootFs rootfs) {

    static InspectedConfig of(Members json) {
        return new InspectedConfig(
                json.text("architecture"),
                json.text("container"),
                json.instant("created"),
                json.member("config").map(Running::of).orElse(null),
                json.member("rootfs").map(RootFs::of).orElse(null));
    }

    /**
     * How a container runs; the names are those of Docker's image configuration.
     *
     * @param hostName name of the host
     * @param domainName domain of the host
     * @param user who runs it
     * @param attachStdin whether standard input is attached
     * @param attachStdout whether standard output is attached
     * @param attachStderr whether standard error is attached
     * @param tty whether it has a terminal
     * @param env environment, each {@code NAME=value}
     * @param cmd arguments
     * @param image image it was made from
     * @param workingDir where it begins
     * @param entrypoint what is run
     * @param labels labels
     */
    public record Running(
            @Nullable String hostName,
            @Nullable String domainName,
            @Nullable String user,
            @Nullable Boolean attachStdin,
            @Nullable Boolean attachStdout,
            @Nullable Boolean attachStderr,
            @Nullable Boolean tty,
            List<String> env,
            List<String> cmd,
            @Nullable String image,
            @Nullable String workingDir,
            List<String> entrypoint,
            Map<String, String> labels) {

        static Running of(Members json) {
            return new Running(
                    json.text("Hostname"),
                    json.text("Domainname"),
                    json.text("User"),
                    json.flag("AttachStdin"),
                    json.flag("AttachStdout"),
                    json.flag("AttachStderr"),
                    json.flag("Tty"),
                    json.list("Env"),
                    json.list("Cmd"),
                    json.text("Image"),
                    json.text("WorkingDir"),
                    json.list("Entrypoint"),
                    json.texts("Labels"));
        }
    }

    /**
     * The uncompressed layers.
     *
     * @param type always {@code layers}
     * @param diffIds their digests, oldest first
     */
    public record RootFs(
            @Nullable String type, @JsonProperty("diff_ids") List<String> diffIds) {

        static RootFs of(Members json) {
            return new RootFs(json.text("type"), json.list("diff_ids"));
        }
    }
}
