package io.wave.mirroring.copy;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.engine.folder.PrivateFiles;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.mirror.MirrorWork;
import io.wave.worker.egress.ToolEgress;
import io.wave.worker.registry.ToolRegistries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command line of skopeo. Credentials are in a file that only this user can read, never in arguments or variables. */
public final class Skopeo {

    /** The name of the program. */
    public static final String PROGRAM = "skopeo";

    private static final String AUTH_FILE = "auth.json";
    private static final String REGISTRIES = "registries.conf";
    private static final String TEMPORARY = "tmp";

    private Skopeo() {}

    /**
     * Copies images by their digests, with all platforms. Skopeo cannot copy an index of indexes.
     *
     * @param images images and indexes of images in the repository of the source
     * @param folder folder of the attempt
     * @return a command for each
     */
    static List<ToolCommand> copies(
            MirrorWork mirror,
            Collection<Digest> images,
            Path folder,
            ToolRegistries registries,
            ToolEgress.Access egress)
            throws IOException {
        ImageReference source = mirror.source().at(mirror.digest());
        ImageReference target = mirror.target().at(mirror.digest());
        Path authFile = folder.resolve(AUTH_FILE);
        Path locations = folder.resolve(REGISTRIES);
        registries.writeAuthFile(mirror.tenant(), List.of(source, target), authFile);
        registries.writeLocations(List.of(source.toString(), registries.destination(target)), locations);
        Path temporary = PrivateFiles.createDirectory(folder.resolve(TEMPORARY));
        Map<String, String> environment = new HashMap<>(egress.environment());
        environment.put("REGISTRY_AUTH_FILE", authFile.toString());
        environment.put("HOME", temporary.toString());
        environment.put("TMPDIR", temporary.toString());
        environment.put("XDG_RUNTIME_DIR", temporary.toString());
        return images.stream()
                .map(image -> new ToolCommand(
                        List.of(
                                PROGRAM,
                                "--insecure-policy",
                                "--registries-conf",
                                locations.toString(),
                                "copy",
                                "--all",
                                "--preserve-digests",
                                "docker://" + mirror.source().at(image),
                                "docker://"
                                        + registries.destination(mirror.target().at(image))),
                        environment))
                .toList();
    }
}
