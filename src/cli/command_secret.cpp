// SPDX-License-Identifier: Apache-2.0
#include "base/value_id.h"
#include "cli/await.h"
#include "cli/command.h"
#include "cli/secret_input.h"
#include "cli/source.h"
#include "kinds/kept_values.h"
#include "model/edits.h"
#include "secrets/value_keeper.h"

#include <QCoreApplication>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

int fail(const VaultError &error, Console &console)
{
    Error told = error.error;
    // What a window offers, to keep a value while it is open, does not help here.
    if (error.isNoKeychain())
        told.remedy = tr("Values are kept in a keychain, and nowhere else: run this in a desktop "
                         "session, or under dbus-run-session with a keychain such as "
                         "gnome-keyring.");
    return console.fail(told);
}

QString nameOf(const SecretKey &key) { return key.secret + u'/' + key.key; }

QString wordFor(Keeping keeping)
{
    switch (keeping) {
    case Keeping::Stored:
    case Keeping::Session:
        return tr("stored");
    case Keeping::Locked:
        return tr("stored, the keychain is locked");
    case Keeping::Unknown:
        return tr("not known while the keychain is locked");
    case Keeping::Missing:
        break;
    }
    return tr("missing");
}

struct Asked
{
    Source source;
    QList<SecretKey> keys; ///< those that were asked for, or all
};

Result<Asked> keysFor(const QStringList &arguments, Console &console)
{
    auto source = openSource(arguments[1], console);
    if (!source)
        return tl::unexpected(source.error());
    QList<SecretKey> keys = secretKeys(source->project.topology);
    const QString wanted = arguments.value(2);
    if (!wanted.isEmpty()) {
        QStringList all;
        for (const SecretKey &key : std::as_const(keys))
            all.append(nameOf(key));
        keys.removeIf([&](const SecretKey &key) { return nameOf(key) != wanted; });
        if (keys.isEmpty())
            return failure(tr("there is no key %1").arg(wanted), source->file,
                           all.isEmpty() ? tr("The drawing has no Secret with keys.")
                                         : tr("There are: %1.").arg(all.join(QLatin1String(", "))));
    }
    return Asked{std::move(*source), keys};
}

int set(const Asked &asked, ValueKeeper &keeper, Console &console)
{
    const SecretKey &key = asked.keys.constFirst();
    const QString file = asked.source.project.path;
    Topology topology = asked.source.project.topology;
    auto value = readSecret(tr("Value of %1: ").arg(plain(nameOf(key))));
    if (!value)
        return console.fail(value.error());
    const QString id = key.id.isEmpty() ? newValueId() : key.id;
    const auto stored =
        await<VaultResult<void>>([&](QObject *context, const Vault::Done<void> &done) {
            keeper.store({id, file, key.secret, key.key, {}, {}}, std::move(*value), context, done);
        });
    if (!stored)
        return fail(stored.error(), console);
    if (!key.id.isEmpty())
        return Clean;
    topology.apply(
        setField(topology, RefIndex(topology), key.resource, keptValuePath(key.key), id));
    const auto saved = saveProject(topology, file);
    return saved ? Clean : console.fail(saved.error());
}

int forget(const Asked &asked, ValueKeeper &keeper, Console &console)
{
    const SecretKey &key = asked.keys.constFirst();
    if (key.id.isEmpty())
        return Clean;
    const auto forgotten =
        await<VaultResult<void>>([&](QObject *context, const Vault::Done<void> &done) {
            keeper.forget(key.id, context, done);
        });
    return forgotten ? Clean : fail(forgotten.error(), console);
}

/// `list` tells all, `check` what is missing.
int tell(const Asked &asked, bool all, ValueKeeper &keeper, Console &console)
{
    QList<ValueKey> ids;
    for (const SecretKey &key : asked.keys) {
        if (!key.id.isEmpty())
            ids.append({key.id, {}});
    }
    using States = QHash<ValueKey, Keeping>;
    const auto states =
        await<VaultResult<States>>([&](QObject *context, const Vault::Done<States> &done) {
            keeper.vault()->states(ids, context, done);
        });
    if (!states)
        return fail(states.error(), console);
    int code = Clean;
    for (const SecretKey &key : asked.keys) {
        const Keeping keeping =
            key.id.isEmpty() ? Keeping::Missing : states->value({key.id, {}}, Keeping::Missing);
        const bool there = keeping != Keeping::Missing && keeping != Keeping::Unknown;
        if (all || !there)
            console.line(plain(nameOf(key)) + QLatin1String(": ") + wordFor(keeping));
        if (keeping == Keeping::Missing)
            code = std::max(code, int(Findings));
        else if (!there)
            code = Bad;
    }
    if (code == Bad && !all)
        return fail(vaultError(Trouble::Locked), console);
    return all ? Clean : code;
}

int runSecret(const QCommandLineParser &parser, Console &console)
{
    const QStringList arguments = parser.positionalArguments();
    const QString &action = arguments.constFirst();
    const bool one = action == u"set" || action == u"forget";
    if (!one && action != u"list" && action != u"check")
        return console.failUsage(
            tr("secret takes set, list, forget or check, not \"%1\"").arg(action),
            QStringLiteral("secret"));
    if (one && arguments.size() < 3)
        return console.failUsage(tr("secret %1 takes PROJECT SECRET/KEY").arg(action),
                                 QStringLiteral("secret"));
    if (one && arguments[1] == u"-")
        return console.failUsage(
            tr("secret %1 takes a project from a file, not from standard input").arg(action),
            QStringLiteral("secret"));
    const auto asked = keysFor(arguments, console);
    if (!asked)
        return console.fail(asked.error());
    ValueKeeper keeper;
    if (action == u"set")
        return set(*asked, keeper, console);
    if (action == u"forget")
        return forget(*asked, keeper, console);
    return tell(*asked, action == u"list", keeper, console);
}

} // namespace

Command secretCommand()
{
    return {QStringLiteral("secret"),
            QStringLiteral("ACTION PROJECT [SECRET/KEY]"),
            tr("Keeps the values of Secrets in the keychain."),
            tr("set: takes the value of a key from standard input, or asks for it without showing "
               "it. A line alone loses the newline at its end, several lines keep it.\n"
               "list: names the keys, and whether the keychain holds their values. Never shows a "
               "value.\n"
               "forget: takes the value of a key out of the keychain. It cannot be undone.\n"
               "check: exits with 1 where a value is missing."),
            {},
            runSecret};
}

} // namespace chartwright::cli
