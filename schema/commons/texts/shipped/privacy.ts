// Privacy notice, as 个人信息保护法 (articles 7, 14, 17, 23, 28–31, 44–50) asks for it. What it says stands in docs/privacy.md, too.
export const privacy = {
  textZh: `这里说明平台收集您的哪些资料、做什么用、谁看得到、保存多久，以及您怎样查看、更正、带走和删除。

# 谁负责
处理您个人信息的是{station}。关于个人信息的任何问题，请{contact}。我们会在 15 个工作日内答复。

# 收集什么，为了什么
## 登录
手机号，用来登录和联系您；登录设备的浏览器名称、网络地址和时间，用来让您自己退出别的设备。
## 实名登记（可以不做）
姓名、身份证号、住址、所住网格、出生日期，用来保证一人一票、确认您住在哪里。身份证号属于敏感个人信息，加密保存，平时只显示首位和末位。不做实名登记，您仍然可以上报、报警、看热榜，只是投的票不计入热榜。
## 投票和提出的事
您投给了哪件事。别人只看到票数，看不到谁投了票。为了发现刷票，投票时的设备编号保存 30 天。
## 上报和报警
文字、照片、录音、位置，用来找到地方、处理问题。行踪和位置属于敏感个人信息：只在您上报、报警、签到的那一刻取一次，不会一直跟踪您。照片里的拍摄地点等隐藏信息在保存前删除。
## 志愿服务（可以不参加）
会做什么、什么时间有空、紧急联系人、班次、签到时间和到执勤点的距离；健康情况由您自己决定写不写，加密保存。
## 消息提醒（可以不开）
浏览器的推送地址。推送会经过浏览器厂商的服务，内容只有编号和步骤，没有姓名和电话。

# 谁看得到
- 您自己，和您的监护人。
- 您所住网格正在值守的民警和网格员、所长，看得到姓名、电话和住址；调度员和管理员平时只看到打码的内容。
- 完整身份证号只有值守民警和所长在写明原因后才能看。
- 每一次有人看您的完整资料，都会留下任何人都不能修改的记录，您可以在 [谁看过我的资料](/me/who-looked) 里看到。
- 物业、社区服务中心等合作单位：只有您在 [我的](/me) 里打开“允许合作单位看到我的姓名和电话”以后才看得到姓名和电话，永远看不到身份证号。随时可以关掉，立即生效。
- 短信服务商会收到您的手机号和验证码。
除此之外，我们不向别人提供您的资料，也不用于广告。法律要求提供的，依照法律办理。

# 会不会由机器做决定
热榜按票数和时间排列，上报按类别和地点派给最近的网格。平台不给个人打分。看起来不正常的票由民警核实，不由程序决定。

# 保存多久
- 手机号、实名资料、住址：到您注销账号为止。没有通过的实名登记，身份证号立即删除，其余保存 {retentionDays} 天。
- 上报的文字、照片和录音：注销时删除，地点只保留到约 100 米。
- 投过的票、提过的事、积分：注销后保留，但不再与您有关。
- 消息提醒 180 天；登录设备 30 天；验证码 10 分钟。
- 谁看过您资料的记录：{retentionDays} 天。
- 您手机上为了没有网络也能打开而保存的内容：最多 7 天，退出登录时删除。

# 您的权利
- 查看和带走：[平台上有我的哪些资料](/me/data)，可以下载。
- 更正：实名有误，可以在 [实名登记](/me/real-name) 里重新提交；别的内容请联系我们。
- 撤回同意：在 [我的](/me) 里关掉。撤回不影响之前已经做的事。
- 删除：在 [我的](/me) 里注销账号，立即生效，不能恢复。
- 要求说明：对任何一条不明白，请联系我们，我们会解释。
- 投诉：可以拨打 [12345](tel:12345)，或向网信部门、公安机关投诉（[12389](tel:12389)），也可以向法院起诉。
近亲属可以在亲人去世后，为了自己合法、正当的利益，联系我们查看、复制、更正或删除其资料。

# 未成年人
不满 18 周岁的居民实名登记，必须由监护人在自己的账号里同意；监护人能看到和管理孩子的资料。不满 14 周岁的孩子请由监护人陪同使用。监护人发现孩子自己提供了资料，可以联系我们删除。

# 怎样保护
身份证号、健康情况等加密保存，密钥和数据库分开。工作人员只看得到自己值守范围内的内容，调离后立即看不到。发生资料泄露时，我们会立即补救，并告诉您和主管部门发生了什么、可能的影响，以及您可以怎样减轻损失。

# 这份说明的改动
用途、保存时间或查看的人有变化时，会发布新版本，写明改了什么，并请您再看一次。以前的版本都在页面下方。`,
  textEn: `This notice says which of your data the platform collects, what for, who sees it and how long it is kept, and how you can see, correct, take away and delete it.

# Who is responsible
Your personal data is processed by {station}. For any question about it, please {contact}. You get an answer within 15 working days.

# What is collected, and what for
## Signing in
Your mobile number, to sign you in and to reach you; browser, network address and times of your devices, so that you can sign others out.
## Real-name registration (optional)
Name, identity number, address, home grid and birth date, so that each person has one vote and we know where you live. The identity number is sensitive personal data: it is stored encrypted, and only its first and last characters are shown. Without registration you can still report, raise an alarm and read the hot list; your votes just do not count.
## Votes and issues
Which issues you voted for. Others see numbers, never who voted. To detect bought votes, an identifier of the device is kept with a vote for 30 days.
## Reports and alarms
Words, photos, voice notes and the place, to find it and to deal with it. Your position is sensitive personal data: it is taken once, at the moment you report, raise an alarm or check in. You are never followed. Hidden details of photos, such as where they were taken, are removed before they are stored.
## Volunteering (optional)
What you can do and when, an emergency contact, shifts, check-in times and the distance from the post. Whether you write anything about your health is up to you; it is stored encrypted.
## Notifications (optional)
The push address of your browser. Notifications pass through the browser maker’s service and hold only a number and a step, no name and no phone number.

# Who sees it
- You, and your guardian.
- Officers and grid workers on duty in your grid, and the commander, see name, phone and address. Dispatchers and administrators normally see masks.
- The whole identity number is shown only to an officer on duty or the commander who states a reason.
- Every look at your full data is recorded, and nobody can change that record. You can read it under [Who has viewed my data](/me/who-looked).
- Partners such as property managers and service centres see your name and phone only while you allow it under [Me](/me), and never your identity number. You can turn this off at any time, with immediate effect.
- The text message provider receives your mobile number and the code.
Nobody else is given your data, and it is not used for advertising. Where the law demands it, the law is followed.

# Decisions by machine
The hot list is ordered by votes and time; reports go to a grid by category and place. The platform gives no scores to people. Votes that look unusual are checked by an officer, not decided by a program.

# How long it is kept
- Mobile number, real-name data and address: until you delete your account. If a registration is refused, the identity number is deleted immediately and the rest after {retentionDays} days.
- Words, photos and voice notes of reports: deleted with your account; of the place, some 100 m are kept.
- Votes, issues and points: they stay, but no longer lead to you.
- Notices: 180 days; devices: 30 days; one-time codes: 10 minutes.
- The record of who viewed your data: {retentionDays} days.
- What your phone keeps so that pages open without a network: at most 7 days, deleted when you sign out.

# Your rights
- See it and take it away: [My data on this platform](/me/data), as a file, too.
- Correct it: submit your [real-name registration](/me/real-name) again; for the rest, please contact us.
- Withdraw consent: turn it off under [Me](/me). What was done before stays lawful.
- Delete it: delete your account under [Me](/me). It takes effect immediately and cannot be undone.
- Ask for an explanation: if any rule here is unclear, contact us and we explain it.
- Complain: call [12345](tel:12345), turn to the cyberspace administration or the police ([12389](tel:12389)), or go to court.
After a death, close relatives may ask us to show, copy, correct or delete the person’s data where they have a lawful and legitimate interest.

# Minors
For residents under 18 a guardian must agree to the real-name registration in their own account; guardians see and manage their child’s data. Children under 14 should use the platform together with a guardian. If a guardian finds that a child gave us data alone, we delete it on request.

# How it is protected
Identity numbers, health notes and the like are encrypted, with keys kept apart from the database. Staff see only what belongs to the grids they are on duty in, and nothing of it once they have moved. If data leaks, we act immediately and tell you and the authorities what happened, what it may mean, and how you can limit the harm.

# Changes of this notice
When purposes, times or those who see your data change, a new version is published. It says what has changed, and you are asked to read it. Earlier versions stay at the foot of the page.`,
};
