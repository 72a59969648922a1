package io.wave.mirroring.copy;

import io.wave.image.Digest;
import io.wave.mirror.MirrorWork;
import io.wave.worker.registry.ToolRegistries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command line of skopeo. Credentials are in a file that only this user can read, never in arguments or variables. */
public final class Skopeo {

    /** The name of the program. */
    public static final String PROGRAM = "skopeo";

    static final String CREDENTIALS = "auth.json";
    static final String LOCATIONS = "registries.conf";

    /** Makes skopeo keep its files below {@code XDG_DATA_HOME} if it runs as root too: otherwise they are in {@code /var/lib}. */
    private static final String ROOTLESS = "_CONTAINERS_ROOTLESS_UID";

    private Skopeo() {}

    /**
     * Where skopeo finds its files.
     *
     * @param credentials the credentials for registries
     * @param locations the locations of registries
     * @param temporary a folder for other files
     */
    record Files(Path credentials, Path locations, Path temporary) {

        /** All in one folder. */
        static Files in(Path folder) {
            return new Files(folder.resolve(CREDENTIALS), folder.resolve(LOCATIONS), folder.resolve("tmp"));
        }
    }

    /** The text of the file with credentials. */
    static String credentials(MirrorWork mirror, ToolRegistries registries) {
        return registries.authFile(
                mirror.tenant(),
                List.of(mirror.source().at(mirror.digest()), mirror.target().at(mirror.digest())));
    }

    /** The text of the file with locations. */
    static String locations(MirrorWork mirror, ToolRegistries registries) {
        return registries.locationsFile(List.of(
                mirror.source().at(mirror.digest()).toString(),
                registries.destination(mirror.target().at(mirror.digest()))));
    }

    /**
     * The environment of skopeo. It remembers which repositories have a blob, and mounts it from these instead of copying it, so what
     * it knows from other mirrors must not be in its folder: the source of a mirror may name blobs that it does not have.
     */
    static Map<String, String> environment(Files files, Map<String, String> network) {
        Map<String, String> environment = new HashMap<>(network);
        environment.put("REGISTRY_AUTH_FILE", files.credentials().toString());
        environment.put("HOME", files.temporary().toString());
        environment.put("XDG_DATA_HOME", files.temporary().toString());
        environment.put(ROOTLESS, "1");
        environment.put("TMPDIR", files.temporary().toString());
        environment.put("XDG_RUNTIME_DIR", files.temporary().toString());
        return environment;
    }

    /**
     * Copies images by their digests, with all platforms. Skopeo cannot copy an index of indexes.
     *
     * @param images images and indexes of images in the repository of the source
     * @param options further options of the copies
     * @return a command line for each
     */
    static List<List<String>> copies(
            MirrorWork mirror,
            Collection<Digest> images,
            Files files,
            ToolRegistries registries,
            List<String> options) {
        return images.stream()
                .map(image -> {
                    List<String> words = new ArrayList<>(List.of(
                            PROGRAM,
                            "--insecure-policy",
                            "--registries-conf",
                            files.locations().toString(),
                            "copy",
                            "--all",
                            "--preserve-digests"));
                    words.addAll(options);
                    words.add("docker://" + mirror.source().at(image));
                    words.add(
                            "docker://" + registries.destination(mirror.target().at(image)));
                    return List.copyOf(words);
                })
                .toList();
    }
}
