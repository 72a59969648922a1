package io.wave.api.containerfile.template;

/** A container file in both forms, without the lines that the request adds at its end. */
sealed interface Template permits MicromambaV1, MicromambaV2, PixiV1, CranV1 {

    String docker();

    String singularity();
}
