// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "secrets/value_keeper.h"

#include <vector>

namespace chartwright {

struct ValueToKeep
{
    IndexEntry entry; ///< its id is a new one
    SecretValue value;
};

/// Puts several values into the keychain, one after another, and takes them back where that was
/// broken off. Main thread.
class ValueBatch : public QObject
{
    Q_OBJECT
public:
    ValueBatch(ValueKeeper *keeper, std::vector<ValueToKeep> values, QObject *parent = nullptr);

    int size() const { return int(m_values.size()); }
    int keptCount() const { return m_kept; }
    bool isRunning() const { return m_running; }

    /// Begins, or goes on with those that are not kept yet.
    void start();
    /// Those that are not kept yet stay in memory until the program ends. Not while it runs.
    void keepForSession();
    /// Nothing more is kept, and what was is forgotten; what cannot be is an orphan then. The
    /// object lives on until that is done, and goes by itself.
    void takeBack();

signals:
    void progressed(int kept);
    void finished();
    /// It stands; start() tries again.
    void failed(const chartwright::VaultError &error);

private:
    void storeNext();
    void forgetAll();

    ValueKeeper *m_keeper;
    std::vector<ValueToKeep> m_values;
    int m_kept = 0, m_begun = 0;
    bool m_running = false, m_takenBack = false;
};

} // namespace chartwright
