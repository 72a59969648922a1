package io.wave.benchmark.chaos;

/**
 * What a job does.
 *
 * @param lock name of the lock of its target
 * @param seconds how long its process works
 * @param status with which the process ends
 */
record ChaosJob(String lock, String seconds, int status) {}
