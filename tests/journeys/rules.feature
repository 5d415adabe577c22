# language: zh-CN
功能: 教育局发来一份规则，校长启用、加严、看谁受影响，再撤走
  规则会变，一晚上就变。文件发来，先查再用；本校可以更严，要更宽就得有文件；谁因此改判，写入之前就看得到。

  场景: 导入、启用、加严、撤销、撤走
    假如 一份只有“韩梅”的工作簿，她8月1日离开三亚市吉阳区（高风险）
    而且 教育局发来规则文件“yuncheng-3d”，要求3日内核酸
    当 执行 new --file 学校 --school 演示中学 --region 140802 --profile yuncheng-2022
    而且 执行 intake 工作簿 --file 学校
    而且 执行 rules import 规则文件 --file 学校
    那么 退出码是0
    而且 输出里有“已导入规则包”“rules switch”
    当 执行 rules switch yuncheng-3d on --file 学校 --why 市里来文
    那么 退出码是0
    当 执行 rules list --file 学校
    那么 输出里有“[启用]  yuncheng-3d”“导入自 规则文件.toml”“市里来文”
    当 执行 rules set cn-p9/high-area-stay stages.0.days 10 --file 学校 --why 多看三天 --on 2022-08-08T07:30 --dry-run
    那么 退出码是2
    而且 只有一句错误，没有输出
    当 执行 rules set cn-p9/high-area-stay look_back 10 --file 学校 --why 多看三天 --on 2022-08-08T07:30
    那么 退出码是0
    当 执行 rules set cn-p9/high-area-stay stages.0.days 10 --file 学校 --why 多看三天 --on 2022-08-08T07:30 --dry-run
    那么 退出码是0
    而且 输出里有“本校加严：第1段天数 7→10”“韩梅”“8月9日”“8月12日”“没有写入”
    当 执行 check --file 学校 --on 2022-08-08T07:30 --json
    那么 输出的JSON里“韩梅”的verdict是deferred，may_return_on是2022-08-09
    当 执行 rules set cn-p9/high-area-stay stages.0.days 10 --file 学校 --why 多看三天 --on 2022-08-08T07:30
    而且 执行 check --file 学校 --on 2022-08-08T07:30 --json
    那么 输出的JSON里“韩梅”的verdict是deferred，may_return_on是2022-08-12
    当 执行 explain 韩梅的证件号 --file 学校 --on 2022-08-08T07:30
    那么 输出里有“学校 · 本校规定”“第1段天数 7→10”“理由：多看三天”
    当 执行 rules set shanxi-5d/five-day-test n 7 --file 学校 --why 路途短
    那么 退出码是2
    而且 只有一句错误，没有输出
    当 执行 rules reset cn-p9/high-area-stay --file 学校
    而且 执行 check --file 学校 --on 2022-08-08T07:30 --json
    那么 输出的JSON里“韩梅”的verdict是deferred，may_return_on是2022-08-09
    当 执行 rules withdraw yuncheng-3d --file 学校
    那么 退出码是0
    当 执行 verify --file 学校
    那么 退出码是0

  场景: 一份例子对不上的规则，可以导入，不能启用
    假如 教育局发来规则文件“yuncheng-3d”，写的是4天，例子是3天
    当 执行 new --file 学校 --school 演示中学 --region 140802 --profile yuncheng-2022
    而且 执行 rules import 规则文件 --file 学校
    那么 退出码是1
    而且 输出里有“[须改] 规则文件.toml:”“6天前采样”
    当 执行 rules switch yuncheng-3d on --file 学校 --why 市里来文
    那么 退出码是2
    而且 只有一句错误，没有输出

  场景: 规则写成Excel表，改了再读回来
    当 执行 rules export cn-p9 规则表
    那么 退出码是0
    而且 “规则表”是一份能打开的工作簿
    当 执行 rules lint 规则表
    那么 退出码是0

  场景: 加长回溯，期满的人还是待补材料，但多了一条要补的，写明是哪条
    假如 一份只有“韩梅”的工作簿，她8月1日离开三亚市吉阳区（高风险）
    当 执行 new --file 学校 --school 演示中学 --region 140802 --profile yuncheng-2022
    而且 执行 intake 工作簿 --file 学校
    而且 执行 rules set high-area-stay look_back 10 --file 学校 --why 多看三天 --on 2022-08-10T07:30 --dry-run
    那么 退出码是0
    而且 输出里有“cn-p9/high-area-stay”“追溯天数 7→10”“韩梅”“新增：高风险区旅居史”“没有写入”
