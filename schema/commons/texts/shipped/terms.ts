// Terms of use.
export const terms = {
  textZh: `携手由{station}提供，居民和社区民警用它一起解决身边的安全问题。使用它不收费。登录即表示您同意下面的约定。

# 它不能代替报警
有人受伤、正在发生危险或犯罪，请直接拨打 [110](tel:110)。不方便说话时，可以发短信到 12110，写清地点和情况。页面上的“一键报警”会把您的位置发给值班民警，但手机没电、没有网络时发不出去，所以不要只依靠它。

# 您的账号
- 用手机号和短信验证码登录。验证码只给您自己用，民警不会向您要验证码。
- 一个手机号一个账号，一个人一个实名。请不要把账号借给别人。
- 不满 18 周岁的居民实名登记时，要由监护人在自己的账号里同意。
- 手机丢了，请在另一台设备上登录，到 [我的](/me) 里退出那台设备。

# 投票和提出的事
- 每件事每人一票，可以随时撤回。实名登记通过以后，您的票才计入热榜，之前投的也算。
- 买票、替人刷票、用程序投票都不可以。看起来不正常的票会先冻结，由民警核实后决定是否作数。
- 提给大家投票的内容是公开的。请不要写别人的姓名、电话、门牌号，也不要上传能认出别人的照片。

# 上报
- 请如实上报。故意谎报警情要承担法律责任。
- 照片里有别人的脸或车牌时，请先打码，上报页面里可以直接涂抹。
- 每个账号一天最多上报的次数有限制，报警不受限制。
- 您可以选择匿名：处理的人看不到您是谁，除非是正在处理的紧急警情。

# 我们会做什么
- 按照页面上写明的时限受理、派单和答复；没有按时完成的，会自动提醒上一级。
- 进展会告诉您。对结果不满意，可以要求重新办理。
- 您的资料怎样使用、保存多久，写在 [隐私政策](/privacy) 里。

# 志愿服务和积分
积分只用来兑换奖品，不能转让，不能换现金，什么时候到期写在积分页面上。兑换券 30 天内没有领取的，积分会退回。

# 不能做的事
不能辱骂、威胁、泄露别人的隐私，不能发布违法内容，不能攻击平台或大量抓取数据。有这些情况的，内容会被撤下；违法的，依法处理。

# 停机和改动
平台可能因为维护或故障暂时不能用，这时请用电话联系我们。约定有重要改动时，会先在这一页写明改了什么，再请您看一次并确认；以前的版本都能在页面下方查到。

# 联系我们
有疑问或者意见，请{contact}。对处理不满意，也可以拨打 [12345](tel:12345)；投诉民警执法，可以拨打 [12389](tel:12389)。`,
  textEn: `Xieshou is provided by {station}. Residents and community police use it to deal with safety problems close to home. It is free of charge. By signing in you agree to what follows.

# It does not replace an emergency call
If someone is hurt, or danger or a crime is under way, call [110](tel:110). If you cannot speak, send a text message to 12110 and say where you are and what is happening. The alarm button sends your position to the officer on duty, but not from a phone without power or network: do not rely on it alone.

# Your account
- You sign in with your mobile number and a code sent by text message. The code is for you alone. Police never ask for it.
- One account for a mobile number, one real name for a person. Please do not lend your account.
- For residents under 18, a guardian agrees to the real-name registration in their own account.
- If you lose your phone, sign in on another device and sign the lost one out under [Me](/me).

# Votes and issues
- You have one vote for each issue and can withdraw it at any time. It counts once your real name is verified; earlier votes count from then on.
- Buying votes, voting for others and voting by program are not allowed. Votes that look unusual are frozen until an officer has checked them.
- What you put to the vote is public. Please leave out other people’s names, phone numbers and door numbers, and photos that show who they are.

# Reports
- Please report what is true. Deliberate false alarms have legal consequences.
- If a photo shows faces or number plates, cover them first: you can do so on the report page.
- The number of reports an account can send in a day is limited. Alarms are not.
- You can report anonymously: those who handle it do not see who you are, except in an emergency that is still open.

# What we do
- We accept, assign and answer within the times shown on each page. What is late is raised to the next level automatically.
- You are told how it goes on. If the result does not satisfy you, you can ask for it to be handled again.
- How your data is used, and how long it is kept, is in the [privacy notice](/privacy).

# Volunteering and points
Points are for rewards only. They cannot be passed on or exchanged for money, and you can see when they expire. If a voucher is not collected within 30 days, its points go back to you.

# What is not allowed
No insults, threats or other people’s private details; nothing unlawful; no attacks on the platform and no mass collection of its data. Such content is taken down, and unlawful acts are dealt with by law.

# Interruptions and changes
The platform may be unavailable during maintenance or a fault; please phone us then. When these terms change in a way that matters, this page says what has changed and you are asked once to read and confirm it. Earlier versions stay at the foot of the page.

# Contact
If you have a question or a suggestion, please {contact}. If you are not satisfied, you can also call [12345](tel:12345); complaints about police conduct go to [12389](tel:12389).`,
};
