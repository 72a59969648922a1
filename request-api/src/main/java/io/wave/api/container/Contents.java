package io.wave.api.container;

import io.wave.api.build.BuildContent;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What a request wants to be built: its own container file, or one that is made for it. */
@Component
class Contents {

    /** Nothing for an image that is only to be served. */
    Optional<BuildContent> of(SubmitRequest request) {
        return Optional.ofNullable(request.containerFile())
                .map(file -> new BuildContent(ContainerFile.decode(file), null));
    }
}
