// SPDX-License-Identifier: Apache-2.0
#include "cluster/kubeconfig.h"

#include "cluster/kubeconfig_read.h"
#include "secrets/secret_file.h"
#include "tree/yaml.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QUrl>
#include <algorithm>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Kubeconfig", text); }

template <class Entry> const Entry *named(const std::vector<Entry> &entries, const QString &name)
{
    const auto it = std::find_if(entries.begin(), entries.end(),
                                 [&](const Entry &entry) { return entry.name == name; });
    return it == entries.end() ? nullptr : &*it;
}

template <class Entry> void addNew(std::vector<Entry> &to, std::vector<Entry> &&from)
{
    for (Entry &entry : from) {
        if (!named(to, entry.name))
            to.push_back(std::move(entry));
    }
}

} // namespace

const Kubeconfig::Cluster *Kubeconfig::cluster(const QString &name) const
{
    return named(clusters, name);
}

const Kubeconfig::User *Kubeconfig::user(const QString &name) const { return named(users, name); }

const Kubeconfig::Context *Kubeconfig::context(const QString &name) const
{
    return named(contexts, name);
}

Result<Kubeconfig> loadKubeconfig(const KubeconfigFiles &files)
{
    Kubeconfig out;
    out.files = files.files;
    for (const QString &file : files.files) {
        if (!QFileInfo::exists(file)) {
            if (files.mustExist)
                return failure(
                    tr("there is no such kubeconfig"), file,
                    tr("Choose another file, or let the tool of your cluster write it."));
            continue;
        }
        const auto bytes = readSecretFile(file, ReadLimits().bytes);
        if (!bytes)
            return tl::unexpected(bytes.error());
        auto one = readKubeconfig(*bytes, file);
        if (!one)
            return tl::unexpected(one.error());
        addNew(out.clusters, std::move(one->clusters));
        addNew(out.users, std::move(one->users));
        addNew(out.contexts, std::move(one->contexts));
        if (out.currentContext.isEmpty())
            out.currentContext = one->currentContext;
        out.filesRead += file;
    }
    return out;
}

QString displayUrl(const QString &url)
{
    const QUrl parsed(url);
    if (parsed.isValid() && !parsed.host().isEmpty())
        return parsed.toDisplayString();
    return url.contains(u'@') ? QStringLiteral("…@") + url.section(u'@', -1) : url;
}

} // namespace chartwright
