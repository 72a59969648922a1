package io.wave.api.job;

/** Something to know about a job, as text for users. */
public record Fact(String label, String value) {}
