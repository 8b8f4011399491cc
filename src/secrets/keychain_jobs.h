// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "secrets/secret_value.h"
#include "secrets/vault_error.h"

#include <functional>
#include <memory>

namespace chartwright {

/// Has QtKeychain carry values, one job at a time. A job of QtKeychain can be neither cancelled nor
/// deleted while it runs, and one that hangs holds up all others: so what waits, waits here, where
/// it can be dropped unseen. Our copies are wiped; of its own QtKeychain leaves one, in base64, to
/// the heap. Main thread.
class KeychainJobs
{
public:
    enum class Verb { Read, Write, Remove };
    struct Job
    {
        Verb verb;
        QString key;
        SecretValue value; ///< of Write
        /// Of Read the value. Null: nobody wants it any more.
        std::function<void(VaultResult<SecretValue>)> done;
    };

    KeychainJobs();
    ~KeychainJobs();
    void add(const std::shared_ptr<Job> &job);
    /// Is not started any more; if it runs, its answer is wiped.
    static void drop(Job &job);
    /// Has libsecret forget its session with a service that ended: it would use it for good.
    static void forgetSession();

private:
    struct Queue;
    static void startNext(const std::shared_ptr<Queue> &queue);
    std::shared_ptr<Queue> m_queue; ///< shared with the job that runs, which may live longer
};

} // namespace chartwright
