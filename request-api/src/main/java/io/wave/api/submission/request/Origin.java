package io.wave.api.submission.request;

import io.wave.api.containerfile.BuildContent;
import io.wave.api.containerfile.packages.Packages;
import io.wave.image.ImageReference;

/** What an image is built from. */
public sealed interface Origin {

    /** The field of the request that contains it. */
    String field();

    /** A container file, sent by the client or generated from packages. */
    sealed interface Text extends Origin {

        /** The container file, and the Conda file that belongs to it. */
        BuildContent content();
    }

    /**
     * An existing image.
     *
     * @param typed the name as the user wrote it
     * @param reference the full name
     */
    record Image(String typed, ImageReference reference) implements Origin {

        @Override
        public String field() {
            return "containerImage";
        }
    }

    /** A container file that the client sent. */
    record File(BuildContent content) implements Text {

        @Override
        public String field() {
            return "containerFile";
        }
    }

    /** Packages, and the container file generated from them. */
    record OfPackages(Packages packages, BuildContent content) implements Text {

        @Override
        public String field() {
            return "packages";
        }
    }
}
