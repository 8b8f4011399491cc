// SPDX-License-Identifier: Apache-2.0
#pragma once

class QThreadPool;

namespace chartwright {

/// Where the parts of a work run side by side (QtConcurrent::blockingMapped()), from any thread.
/// A part waits for no other. Not the global pool: Qt 6 runs no part in the thread that waits, so
/// works there that wait for their parts take each other the threads. Any thread.
QThreadPool *partsPool();

} // namespace chartwright
