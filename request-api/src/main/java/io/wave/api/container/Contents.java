package io.wave.api.container;

import io.wave.api.build.BuildContent;
import io.wave.api.content.Base64Text;
import io.wave.api.packages.PackageFiles;
import io.wave.api.packages.Packages;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What a request wants to be built: its own container file, or one that is made for it. */
@Component
class Contents {

    /** Nothing for an image that is only to be served. */
    Optional<BuildContent> of(SubmitRequest request) {
        Packages packages = request.packages();
        if (packages != null) {
            PackageFiles files = PackageFiles.of(packages, request.buildTemplate(), request.isSingularity());
            String containerFile = ContainerFile.checked("packages", files.containerFile());
            return Optional.of(new BuildContent(containerFile, files.condaFile()));
        }
        String condaFile = request.condaFile();
        return Optional.ofNullable(request.containerFile())
                .map(file -> new BuildContent(
                        ContainerFile.decode(file),
                        condaFile == null ? null : Base64Text.decode("condaFile", condaFile)));
    }
}
