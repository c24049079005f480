// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.vhost;

import java.io.IOException;
import org.forgetmenot.linux.EventFd;

/** A thread that looks after one queue: it works whenever somebody wakes it, and ends when it is told to. */
abstract class QueueThread {
    private final EventFd[] wakers;
    private final EventFd stop = new EventFd();
    private final Thread thread;

    /**
     * @param wakers by any of which it is woken
     */
    QueueThread(String name, EventFd... wakers) throws IOException {
        this.wakers = wakers;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Begins, when all is there to work with. */
    final void start() {
        thread.start();
    }

    /** Does what there is to do. */
    abstract void work() throws IOException;

    /** It cannot go on. */
    abstract void failed(IOException e);

    private void run() {
        int[] fds = new int[wakers.length + 1];
        for (int i = 0; i < wakers.length; i++) {
            fds[i] = wakers[i].fd();
        }
        fds[wakers.length] = stop.fd();
        EventFd.Waiting waiting = new EventFd.Waiting(fds);
        try {
            do {
                work();
                waiting.await(-1);
                for (int i = 0; i < wakers.length; i++) {
                    if (waiting.isReady(i)) {
                        wakers[i].clear();
                    }
                }
            } while (!waiting.isReady(wakers.length));
            work();
        } catch (IOException e) {
            failed(e);
        }
    }

    /** Works a last time and ends. */
    final void end() {
        stop.signal();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // it must not run on: its memory is about to go
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        stop.close();
    }
}
