package io.wave.api.submission.request;

import io.wave.api.containerfile.BuildContent;
import io.wave.api.containerfile.packages.Packages;
import io.wave.image.ImageReference;

/** What an image is made from. */
public sealed interface Origin {

    /** The field of the request that names it. */
    String field();

    /** What works off a text: a container file, sent or made from packages. */
    sealed interface Text extends Origin {

        /** The text, with what belongs to it. */
        BuildContent content();
    }

    /**
     * An image that exists.
     *
     * @param typed its name as the user typed it
     * @param reference the same in full
     */
    record Image(String typed, ImageReference reference) implements Origin {

        @Override
        public String field() {
            return "containerImage";
        }
    }

    /** A container file that was sent. */
    record File(BuildContent content) implements Text {

        @Override
        public String field() {
            return "containerFile";
        }
    }

    /** Packages, of which a container file was made. */
    record OfPackages(Packages packages, BuildContent content) implements Text {

        @Override
        public String field() {
            return "packages";
        }
    }
}
