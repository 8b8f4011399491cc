// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tree/path.h"
#include "tree/yaml.h"

#include <QSet>
#include <exception>

namespace chartwright {

/// Thrown out of a parser's callbacks and caught in readYaml() and readJson().
struct ReadFailure : std::exception
{
    explicit ReadFailure(Error e) : error(std::move(e)) {}
    const char *what() const noexcept override { return "unreadable"; }
    Error error;
};

/// Puts a tree together from a parser's events, within limits. Shared by YAML and JSON.
class TreeBuilder
{
public:
    TreeBuilder(const QString &file, const ReadLimits &limits, Positions *positions)
        : m_file(file), m_limits(limits), m_positions(positions)
    {
    }

    void startMap(Position at);
    void startList(Position at);
    void end();
    void key(const QString &key, Position at);
    void scalar(Value value, Position at);
    /// A scalar comes next as a key.
    bool wantsKey() const;
    QString text(QByteArrayView utf8, Position at) const;

    bool isDone() const { return m_done; }
    Value take();

    [[noreturn]] void fail(const QString &message, Position at, const QString &remedy = {}) const;
    static Error error(const QString &message, const QString &file, Position at,
                       const QString &remedy = {});

private:
    struct Frame
    {
        bool isMap;
        Map map;
        List list;
        QString pendingKey;
        bool hasKey = false;
        QSet<QString> keys; ///< only of large maps: looking up in a Map is linear
        Path path;
    };

    void count(Position at);
    void begin(bool isMap, Position at);
    void put(Value value);
    void note(Position at);

    QString m_file;
    ReadLimits m_limits;
    Positions *m_positions;
    std::vector<Frame> m_stack;
    Value m_root;
    qint64 m_nodes = 0;
    bool m_done = false;
};

/// Size and encoding, which both formats check before they parse.
std::optional<Error> checkBytes(const QByteArray &bytes, const QString &file,
                                const ReadLimits &limits);

} // namespace chartwright
