// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QTest>

namespace chartwright_test {

// How many random drawings a property test tries: CHARTWRIGHT_PROPERTY_RUNS, or what is usual.
inline int propertyRuns(int usual)
{
    const int wanted = qEnvironmentVariableIntValue("CHARTWRIGHT_PROPERTY_RUNS");
    return wanted > 0 ? wanted : usual;
}

// Where to start, to repeat one that failed.
inline quint32 firstSeed(quint32 usual)
{
    return qEnvironmentVariableIsSet("CHARTWRIGHT_PROPERTY_SEED")
               ? qEnvironmentVariable("CHARTWRIGHT_PROPERTY_SEED").toUInt()
               : usual;
}

// A row for each, in a column "seed".
inline void addSeeds(int usual)
{
    QTest::addColumn<quint32>("seed");
    const quint32 first = firstSeed(1);
    for (quint32 seed = first; seed < first + quint32(propertyRuns(usual)); ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

} // namespace chartwright_test
