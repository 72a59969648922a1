package io.wave.benchmark.hostile;

import java.io.IOException;

/** One kind of abuse. A round is bounded in count and in time and leaves no connection open. */
interface Attack {

    /** What it is called in the report. */
    String name();

    /**
     * Does it once.
     *
     * @param caller the address that it comes from
     * @throws IOException when the service refuses or drops it, which is what it may do
     */
    void round(Caller caller) throws IOException, InterruptedException;
}
