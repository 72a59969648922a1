package io.wave.api.containerfile.template;

/** Generates a container file in both formats, without the lines that the request appends. */
sealed interface Template permits MicromambaV1, MicromambaV2, PixiV1, CranV1 {

    String docker();

    String singularity();
}
